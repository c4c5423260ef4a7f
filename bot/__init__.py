"""小政: the hotline assistant behind a city's 12345."""
