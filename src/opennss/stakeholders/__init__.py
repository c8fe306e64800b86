"""Who was asked, what did they say?"""
