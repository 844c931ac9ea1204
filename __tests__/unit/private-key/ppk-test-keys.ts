/**
 * TEST KEYS, made for these tests with `puttygen` 0.78 and of no use anywhere else. The passphrase of the encrypted
 * ones is "test only"; the fingerprints are what `puttygen -l` prints.
 */
export const ppkTestKeys = {
  'ed25519, version 3': {
    fingerprint: 'SHA256:wKP2NjsY7VXh7VWlCMcs5RQ99Ego0G54962R7GKLAAI',
    text: `PuTTY-User-Key-File-3: ssh-ed25519
Encryption: none
Comment: TEST KEY, of no use anywhere
Public-Lines: 2
AAAAC3NzaC1lZDI1NTE5AAAAINPKeXZkEUwrAVVzP1+jKTM5KPf0XUtSQlTaVi45
g9ur
Private-Lines: 1
AAAAIIE8X8RZBbI92tykTq/tT9usU33NuJBq5hPm7uf2E/oq
Private-MAC: cbdf3b411ce740a30c8dc5dccf41fcec6cbc2fbf52e4307aeb887ba2ab2e464d
`,
  },
  'ed25519, version 2': {
    fingerprint: 'SHA256:qdlHQ2ilSrHUbreJyuasj/rdoawv6kYiQdYQyoU4wWY',
    text: `PuTTY-User-Key-File-2: ssh-ed25519
Encryption: none
Comment: TEST KEY, of no use anywhere
Public-Lines: 2
AAAAC3NzaC1lZDI1NTE5AAAAIO7s61hLrNFKylNcncUIhq5URJzxDP1nxLU7X5Fs
khJz
Private-Lines: 1
AAAAIEezKY2Z/joYGasO20wq8QXTW1sI0tYKuEmNyZWlNVY+
Private-MAC: 63f08d11166193e94564f3bfbe66d92a1313e41e
`,
  },
  'ecdsa, version 3': {
    fingerprint: 'SHA256:PNn/vJRbAP+sG1Zhm9bNZWntpzD3CC3/jHsIK9T75Yc',
    text: `PuTTY-User-Key-File-3: ecdsa-sha2-nistp256
Encryption: none
Comment: TEST KEY, of no use anywhere
Public-Lines: 3
AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBDqBPx+o7sTW
ayEKAxfBpsXZcmY0n4QOstWrlgvvF1ER3/vhDtG2WbkE89ASv/XLpeT1OAMnivTI
d715NoSihlA=
Private-Lines: 1
AAAAIHrioS9cU24G6sfBdbnA79xXEVaqLizpsDqzqj2XGNEN
Private-MAC: 90f986b0294bf1ed23fd146b38308dca0118d00b1e558490ffd26b6c7fa67ef4
`,
  },
  'rsa, version 2': {
    fingerprint: 'SHA256:1qlTOlhD1BUtdcaGBeTsFUDhPaTN4qhKs1Np8SU+LhU',
    text: `PuTTY-User-Key-File-2: ssh-rsa
Encryption: none
Comment: TEST KEY, of no use anywhere
Public-Lines: 4
AAAAB3NzaC1yc2EAAAADAQABAAAAgQC0mtDg+9CxLvINRmDrj7rgZUAJkWXOTTGZ
QxXJY0Nf5i84Ft1gJ39kBW1HjGvPTohXoL6DQZI0tKyxpWk7i8h4/rPa0nD6s5VA
R/CBxbw5IPd0d6Cp9sqSz0q8BpRb1qOMKELe/fvunYLBCBzEPj3haFU9PKYmVgDI
RW88DpLKUw==
Private-Lines: 8
AAAAgDiJjoIf0oDlFVkagxS69eFxUM6t+ZTPjYtQ+O0Gaf0Hbhi876g+NR72o/MV
/lnzV7M22uz0BfUB6l3iTkMZyzOux1fm7jWXsps5JPrvesB4XqC8khkoPzlXHcuM
Eg9YXgBGN1T33Nk8zNCRi5dSTp15SVMu/f983bohz8Uu6NLhAAAAQQDYjg4XCG/I
lRxhP2WKKJvwBWyVIgemviJi5oNDmG/FSDPuFwOPXDh+SHZ7aJoFAsKNjzCbXrct
pFLxGRa9WF/VAAAAQQDVgGguLiOGn995ezQ8GsbtxlgBAW65W9RrGsR+Io+/7uCV
tx9fbYkuLP9aMMj4hT4zYgTwhmR9mJ12865xWL2HAAAAQQCLc5OGgwCY/nc1ZiFj
hi9t/3vwioGDNE93uk4tWXD/Rjeo1iQ7WrimZvubBN2/JU/X43ms4mSTyE+alGJS
XDrd
Private-MAC: 581e6b0297631ca5c208c0773935f2a0f24c8311
`,
  },
  'rsa, version 2, encrypted': {
    fingerprint: 'SHA256:m/9jNYndL0eQS6UPBPyRwxbTsvqqb9lVOMuM6k7Vr0w',
    text: `PuTTY-User-Key-File-2: ssh-rsa
Encryption: aes256-cbc
Comment: TEST KEY, of no use anywhere
Public-Lines: 4
AAAAB3NzaC1yc2EAAAADAQABAAAAgQDZFSXoQJk/D3c+A+XNZ//Xfz3Vo4fYTbZn
DN2X+W06mFTtytC0fh+6+UWoWAXvAsEemo99slcncf7/dknIbglocdWQuxPivZvz
ZSxYZWhuOq1QrxR/xnQkOPVeHnsV8b8DjjbXXUSTpoQY5c6Krb6Zs+V+gwWB0YeX
vOKb7xU/Zw==
Private-Lines: 8
bgmYzJAqhBHbd6aTc2/2qb7jYOKg89y8YS8+rfZdWxWT2bXRkcrmhws+b+w4shC6
DoEYdY6SuN+/67btLwxdp9ffbXFKVKNsbUjrLtZsMB6HwloprlM1x8JMYWvHpp+N
zq9mJ63XNAP7OeEc6/bwbOgL/A5Z2w2/Z3vNJgoAknZrg/ANjQZMJnNAiZcfi2be
2uor5zywb5/SM9RvGudnARtdIwTFrthvag/dnunqkPk9xLUQKnTm7S7KkIzuFWLC
671NhbmZ0JMmcqy6RDQ+iLsJqasV9muRq6P2CIatslje06XZNJ/fqKaXvlLz/IQA
yTHgWlH2C6nfCaW3cildRkwazynAvLjlFnjXBGzrGX4J6WkVZT8nXsqJ0C9yGeYQ
UatZ2LhoajuPT3epCp6zyk5hsvAzo/0PnewAVp6roQ+QzJXR+qtUuRgUI0X0qmst
TQqio955Lofc0dc797fJCA==
Private-MAC: 2c1677ade5e4bb7d0be967100b051d9236226c4c
`,
  },
  'rsa, version 3, encrypted': {
    fingerprint: 'SHA256:vg7WGYPCrxTd8vUdpnnTufp5KWj7xSjHu062Ul0ci6M',
    text: `PuTTY-User-Key-File-3: ssh-rsa
Encryption: aes256-cbc
Comment: TEST KEY, of no use anywhere
Public-Lines: 4
AAAAB3NzaC1yc2EAAAADAQABAAAAgQD2P8UMU3ZdiPVlFg4CcfNUrRVdq+i3pma8
eA0wsvT3lcJiIWxHk/hF5yiiTMxGEXYe7DZ7qDvERK2PKcwQp5O4vpvF5EuvKynX
qZgOXFvZwBiQVaCaQkXdPij3K4xMOAr4LT660e1OTttINeimvJHGlfP0J0p0aMU2
PMpp6envuw==
Key-Derivation: Argon2id
Argon2-Memory: 8192
Argon2-Passes: 34
Argon2-Parallelism: 1
Argon2-Salt: 59a575fca7b3ddf1151023fda5ffeff3
Private-Lines: 8
QniEaGgwsDf1z8WZ95Z0A3oY5u0tdd9cJRu5gurfkGUppx5httiELov1ySZIsH1B
a6UPIRRNP3AMbdXlDbGu98/OSVmCBROqcTTajbadIY+om+B8n3d28hZ8z59jjm+p
AzXbsMYYrD/NaOcTtXuxcR2xvcAxjNKhiSjvcxM+V5UPgX9eJnT4bhDM9YAuDJ1o
UBojjr94sdCRkdPTHw693Rxxy/2FywbykLmofj86LAL+xnlToZQFLipTBiBkLbC+
P7AfqTQcTBrqooyiZthwVaESPTnWVkbT5EGoWaUGiUg0AUW5QrktYBIWXTdYPvEf
S2kLgQBiZrThnHgKmY2zSHnHbKMyBqXKsyP2X0jEzWfSZS8FmpCTJ4uCXozWUn9S
qNCT/XpapRJ+HRQ2LPo7YqqWeXewNuCwwArqdCHkVqQXjlsrtkk7xYUWMDLaQ+4q
owCDxpMk+uNPWuPwiJVNAg==
Private-MAC: c2c1ac62016d0bb80902e098153b446a829e6c66c394fdc05fba185c809cc540
`,
  },
} as const
