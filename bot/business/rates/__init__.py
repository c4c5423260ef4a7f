"""The numbers of the hotline: pure formulas over small facts that the store fills, one query for each kind of fact."""
