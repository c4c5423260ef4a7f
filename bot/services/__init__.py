"""What people can do: one method a use case, one transaction each."""
