"""What, when, by whom?"""
