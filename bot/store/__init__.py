"""The only SQL: tables, repositories, the unit of work, migrations."""
