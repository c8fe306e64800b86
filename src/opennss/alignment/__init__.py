"""Which national goals does it serve?"""
