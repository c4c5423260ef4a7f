"""Words and sentences to a Vosk decoding graph: numpy, pypinyin and jieba only, so that it can be rebuilt at run time."""
