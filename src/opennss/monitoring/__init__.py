"""How is it going?"""
