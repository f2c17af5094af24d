print("microgpt")
