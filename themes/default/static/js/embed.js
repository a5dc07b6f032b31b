// A banner for another site, shown only while there is something to say. It reads embed.json
// from beside itself; whatever goes wrong, the page that it is on does not notice.
(() => {
  const me = document.currentScript
  const colors = {
    major_outage: ['#b0142c', '#fdebec'], partial_outage: ['#a1440a', '#fdeee2'],
    degraded_performance: ['#805300', '#fcf3dd'], under_maintenance: ['#2a5bbd', '#eaf0fc']
  }
  const show = ({banners}) => {
    const now = Date.now()
    const banner = banners.find(b => !(now < Date.parse(b.start)) && !(now >= Date.parse(b.end)))
    if (!banner) return
    const code = (me.dataset.lang || document.documentElement.lang).toLowerCase()
    const codes = Object.keys(banner.said)
    const lang = codes.find(c => c.toLowerCase() == code) || codes.find(c => c.split('-')[0] == code.split('-')[0]) || codes[0]
    const said = banner.said[lang]
    const [ink, ground] = colors[banner.tone] || colors.degraded_performance
    const make = (tag, css, text) => {
      const made = document.createElement(tag)
      made.style.cssText = css
      if (text) made.textContent = text
      return made
    }
    const link = make('a', `color:${ink}`, said.link)
    if (!/^https?:/.test(said.url)) return
    link.href = said.url
    const bar = make('div', `padding:12px 16px;background:${ground};color:#15181c;font:16px/1.5 system-ui,sans-serif;border-inline-start:6px solid ${ink};overflow-wrap:anywhere`)
    bar.lang = lang
    bar.dir = 'auto'
    const title = make('span', '', said.title)
    title.lang = said.lang
    bar.append(make('b', `color:${ink}`, said.label), ' ', title, ' ', link)
    const place = me.dataset.position
    const host = make('div', 'all:initial;display:block' + (place == 'bottom' ? ';position:fixed;inset:auto 0 0;z-index:2147483647' : ''))
    host.setAttribute('role', 'status')
    if (place == 'here') me.after(host)
    else document.body.prepend(host)
    // A moment later: screen readers say what comes into a region that is already there.
    setTimeout(() => host.attachShadow({mode: 'open'}).append(bar), 100)
  }
  const load = async () => {
    try {
      const stop = new AbortController()
      setTimeout(() => stop.abort(), 5000)
      show(await (await fetch(new URL('embed.json', me.src), {signal: stop.signal, credentials: 'omit'})).json())
    } catch {}
  }
  if (document.readyState == 'loading') addEventListener('DOMContentLoaded', load)
  else load()
})()
