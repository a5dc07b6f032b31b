"""Publishing: a whole site to each target, so that no reader ever sees half of it.

:mod:`~statusgen.publish.everywhere` is the way in: publish, plan, go back, verify and
compare, at several targets at once. Below it, :mod:`~statusgen.publish.release` is one
publish at one target, :mod:`~statusgen.publish.plan` what it decides (pure),
:mod:`~statusgen.publish.record` what it remembers, and
:mod:`~statusgen.publish.target` what it needs of a bucket, a folder or a CDN.
"""
