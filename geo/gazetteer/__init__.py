"""The gazetteer: every named thing of the atlas, and the spellings that it is found by."""
