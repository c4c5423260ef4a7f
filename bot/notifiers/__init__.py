"""The ways by which notices leave: the log, HTTP, mail. Only what is configured sends anything."""
