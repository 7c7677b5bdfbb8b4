"""A generated installation of many Dokumente: its shape, how it is built, what is measured in it.

`gestalt` and `rahmen` say what there is, `schritt` makes rows of a thousand Dokumente, `kopieren` and
`bauen` write them with their index, `anfragen` lists what is asked, `messen` and `netz` ask it,
`groessen` weighs it, `bericht` puts figures beside targets and beside the last ones.
"""
