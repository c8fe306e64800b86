"""Does a plan made elsewhere fit?"""
