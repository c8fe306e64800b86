"""Select and schedule very many projects, with a proven bound: pure mathematics on arrays, no country and no table.

``problem`` says what a selection and a plan are, and refuses what is none. ``solve.solve`` gives a plan with its proven
gap at any size, ``exact.exact`` the best one of a small selection, ``greedy.greedy`` a plain one, ``prices.bound`` what
no plan can exceed, ``frontier.frontier`` what one value costs in terms of another. ``layout``, ``kernels``, ``moves``
and ``exchange`` are what these are made of, and ``reference`` tries everything, for the tests.
"""
