"""The atlas against witnesses that it does not rest on, or that are held out; writes a page.

The witnesses are other people's data and are not part of the project: they are read where
``GREENLINE_SHARED`` (by default ``../shared/data``) has them, and figures alone are kept.
"""
