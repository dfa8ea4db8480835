"""Makes users and adjustments in random order, always the same ones for the same number of users.

    bench/data.py USERS FOLDER      writes FOLDER/users.csv and FOLDER/adjustments.csv
"""

import random
import sys

SEED = 20_261_101
FIRST = """Ada Aino Amélie Anton Beatriz Björn Carla Chidi Daria Elif Emeka Farah Felix Gita Hana Hugo Ines Ivan Jana João
Kenji Laila Leon Lucía Malik Marta Mia Nadia Noah Olga Omar Paul Petra Quinn Rosa Ruben Sana Søren Tariq Tomás Uma Valentin
Wanda Xenia Yara Yusuf Zeynep Zoë""".split()
LAST = """Abbott Adeyemi Almeida Andersen Bauer Bianchi Brandt Castell Chen Costa Dahl Demir Dubois Eriksen Fischer Fontaine
García Haddad Hoffmann Ito Jansen Johnson Kaya Keller Kovács Kumar Larsen Lindqvist Lopes Martin Meyer Moreno Müller Nakamura
Nguyen Novak Okafor Oliveira Petrov Quist Rahman Rossi Sato Schmidt Silva Smith Tanaka Tran Urbina Vogel Weber Yılmaz
Zimmermann""".split()
DOMAINS = ["example.org"] * 5 + ["example.com"] * 3 + ["mail.example.net", "studio.example.net", "agency.example.com"]
# Everyone is a partner, so a grant pays as many users as possible.
ROLES = ["partner"] * 14 + ["partner,trainer"] * 3 + ["partner,agent"] * 2 + ["partner,support"]
# Turns the letters of a name into those of an address.
PLAIN = str.maketrans("áãéëíıöøü", "aaeeiioou")


def people(count):
    """Yields (address, name, status, roles, awarded, purchased, allowance) of each user."""
    chance = random.Random(SEED)
    for number in range(1, count + 1):
        first, last = chance.choice(FIRST), chance.choice(LAST)
        local = f"{first}.{last}{number}".lower().translate(PLAIN)
        # Some users have no name, and some are inactive.
        name = "" if chance.random() < 0.06 else f"{first} {last}"
        status = "inactive" if chance.random() < 0.02 else "active"
        purchased = chance.randrange(0, 5_000) if chance.random() < 0.3 else 0
        yield (f"{local}@{chance.choice(DOMAINS)}", name, status, chance.choice(ROLES),
               100 + chance.randrange(400), purchased, chance.randrange(10, 1_000))


def adjustment(place):
    """Returns the credits on this line of the file of adjustments."""
    return place % 50 + 1


def total(count):
    """Returns the sum of a file of adjustments."""
    return sum(map(adjustment, range(count)))


def opening_consent(count):
    """Returns the flags that confirm the import of the first users."""
    credits = sum(awarded + purchased for *_, awarded, purchased, _ in people(count))
    return ["--reason", "bench", "--confirm", str(credits), "--yes", "--quiet"]


def main():
    count, folder = int(sys.argv[1]), sys.argv[2]
    addresses = []
    with open(f"{folder}/users.csv", "w", encoding="utf-8") as file:
        file.write("email,name,status,roles,awarded,purchased,allowance\n")
        for address, name, status, roles, *credits in people(count):
            addresses.append(address)
            file.write(f'{address},{name},{status},"{roles}",{",".join(map(str, credits))}\n')
    random.Random(SEED).shuffle(addresses)
    with open(f"{folder}/adjustments.csv", "w", encoding="utf-8") as file:
        file.write("user,bucket,amount,reference\n")
        for place, address in enumerate(addresses):
            file.write(f"{address},awarded,{adjustment(place)},line-{place}\n")


if __name__ == "__main__":
    main()
