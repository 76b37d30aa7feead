"""How well statements of articles are judged: marked articles, and the score against them."""
