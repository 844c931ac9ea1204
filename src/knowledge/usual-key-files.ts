/** The files that ssh takes without `-i`. Source: ssh_config(5), IdentityFile, OpenSSH 9.6. */
export const usualKeyFiles = ['rsa', 'ecdsa', 'ecdsa_sk', 'ed25519', 'ed25519_sk', 'dsa'].map(
  (type) => `~/.ssh/id_${type}`,
)
