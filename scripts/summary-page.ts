import { readFileSync } from 'node:fs'
import { marked, Renderer, type Tokens } from 'marked'

/** auto: the preference of the reader's system. */
export type Theme = 'auto' | 'light' | 'dark'

const sheets: Readonly<Record<Theme, string>> = {
  auto: 'github-markdown.css',
  light: 'github-markdown-light.css',
  dark: 'github-markdown-dark.css',
}

/** Lines of a diff in the colors of GitHub, and Mermaid for its library. Other code stays as it is. */
const renderer = new Renderer()
const plainCode = renderer.code.bind(renderer)
renderer.code = (token: Tokens.Code) => {
  const html = plainCode(token)
  if (token.lang === 'mermaid') {
    return html
      .replace(/^<pre><code[^>]*>/, '<pre class="mermaid">')
      .replace('</code></pre>', '</pre>')
  }
  if (token.lang !== 'diff') return html
  return html
    .replace(/^(<pre><code[^>]*>)?(\+.*)$/gm, '$1<span class="added">$2</span>')
    .replace(/^(<pre><code[^>]*>)?(-.*)$/gm, '$1<span class="removed">$2</span>')
}

/**
 * A self-contained HTML page that shows Markdown as GitHub does, with GitHub's own stylesheet inside (the package
 * github-markdown-css), and Mermaid where it has a diagram. Runs in the repository's folder, where the packages are installed.
 */
export function summaryPage(title: string, markdown: string, theme: Theme = 'auto'): string {
  const css = readFileSync(`node_modules/github-markdown-css/${sheets[theme]}`, 'utf8')
  const scheme = theme === 'auto' ? 'light dark' : theme
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${scheme}">
<title>${title}</title>
<style>
${css}
:root { color-scheme: ${scheme}; }
html { background: Canvas; }
body { margin: 0; ${ground(theme)} }
.markdown-body { box-sizing: border-box; max-width: 1012px; margin: 0 auto; padding: 32px; }
.added { color: light-dark(#116329, #aff5b4); background: light-dark(#dafbe1, #033a16); }
.removed { color: light-dark(#82071e, #ffdcd7); background: light-dark(#ffebe9, #67060c); }
.markdown-body pre.mermaid { background: none; text-align: center; }
@media (max-width: 767px) { .markdown-body { padding: 16px; } }
</style>
</head>
<body>
<article class="markdown-body">
${marked.parse(markdown, { async: false, renderer })}
</article>
${markdown.includes('```mermaid') ? drawing(theme) : ''}
</body>
</html>
`
}

/** Draws each diagram in the theme that GitHub uses for it. */
function drawing(theme: Theme): string {
  const isDark =
    theme === 'auto' ? "matchMedia('(prefers-color-scheme: dark)').matches" : theme === 'dark'
  return `<script>${readFileSync('node_modules/mermaid/dist/mermaid.min.js', 'utf8')}</script>
<script>
mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', theme: ${String(isDark)} ? 'dark' : 'default' })
mermaid.run().finally(() => { document.documentElement.dataset.drawn = '' })
</script>`
}

/** The page around the text in GitHub's own color. */
function ground(theme: Theme): string {
  if (theme === 'light') return 'background: #ffffff;'
  if (theme === 'dark') return 'background: #0d1117;'
  return 'background: light-dark(#ffffff, #0d1117);'
}
