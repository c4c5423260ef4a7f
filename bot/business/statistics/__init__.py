"""What supervisors look at: a period's report, and what goes on just now."""
