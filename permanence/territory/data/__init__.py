"""The territory's facts as the project carries them, and the module that made them (`build.py`).

`README.md` beside this file says where each fact comes from and of which edition it is.
"""
