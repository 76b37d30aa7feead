"""Files of any kind: read within limits, written whole, kept between runs."""
