/** `owner/name` of a `uses:` with the folder after it, in lower case and without its version. */
export function actionPath(uses: string): string {
  const place = uses.split('@')[0]?.toLowerCase() ?? ''
  // Gitea takes whole addresses: https://host/owner/name@ref.
  return place.replace(/^https?:\/\/[^/]+\//, '').replace(/\.git$/, '')
}

/** The tag, branch or commit that a `uses:` asks for; null without one. */
export function actionVersion(uses: string): string | null {
  const at = uses.indexOf('@')
  return at < 0 ? null : uses.slice(at + 1)
}
