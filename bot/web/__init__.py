"""The pages and the HTTP interface of the hotline."""
