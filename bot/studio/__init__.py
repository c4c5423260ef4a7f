"""The FAQ studio's machinery: the bench that tries sentences, the learner, and the way a release goes live."""
