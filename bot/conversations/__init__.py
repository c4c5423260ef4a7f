"""One live conversation: who answers, in which order, over which engine."""
