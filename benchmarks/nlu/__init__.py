"""The usual Rasa recipe for Chinese (Jieba, DIET, ResponseSelector) beside ours, on the very same data."""
