"""What a reader brings that lies on areas: a control map, numbers by area, other polygons.

All three are one thing, areas with a key (:class:`geo.user_areas.areas.UserAreas`): the key of a
rival map is a holder, that of numbers a class, that of other polygons a text. Page, pictures and
films draw them by one painter (``client/paint/user_areas``).
"""
