"""How calls feel, measured on the running product: delays, barge-in, many calls at once, what calls leave behind."""
