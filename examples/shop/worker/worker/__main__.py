import time

while True:
    print("looking for orders", flush=True)
    time.sleep(30)
