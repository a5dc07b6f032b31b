// Search over all incidents: the index of a year is fetched when it is first needed.
// The form stays away where nothing can be fetched, and the months are there all the same.
const form = document.querySelector('#search')
const [input, said, list] = form.querySelectorAll('input, [role=status], ul')
const {years, home, found, failed} = form.dataset
const own = document.documentElement.lang
const lang = navigator.languages.find(l => l.slice(0, 2) == own.slice(0, 2)) || own
const day = new Intl.DateTimeFormat(lang, {dateStyle: 'medium', timeZone: 'UTC'})
const plain = text => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const make = (tag, text, more) => Object.assign(document.createElement(tag), {textContent: text, ...more})
const known = {}
const most = 50
let asked = 0

async function index(year) {
  if (!known[year]) {
    const answer = await fetch(`${home}search/${year}.json`)
    known[year] = (await answer.json()).map(([id, title, date, components]) => {
      const small = [day.format(new Date(date)), components].filter(part => part).join(' · ')
      return {id, title, small, text: plain(`${title} ${small} ${date}`)}
    })
  }
  return known[year]
}

async function search() {
  const mine = ++asked
  const words = plain(input.value).split(/\s+/).filter(word => word)
  const rows = []
  try {
    for (const year of words.length ? years.split(' ') : []) {
      const matches = (await index(year)).filter(one => words.every(word => one.text.includes(word)))
      rows.push(...matches)
      if (mine != asked) return
      if (rows.length > most) break
    }
    said.textContent = words.length ? found.replace('{}', rows.length > most ? most + '+' : rows.length) : ''
  } catch {
    said.textContent = failed
  }
  list.replaceChildren(...rows.slice(0, most).map(one => {
    const item = make('li')
    item.append(make('a', one.title, {href: `${home}incidents/${one.id}.html`, dir: 'auto'}), make('p', one.small, {className: 'muted small'}))
    return item
  }))
}

let soon
form.oninput = () => {
  clearTimeout(soon)
  soon = setTimeout(search, 250)
}
form.onsubmit = event => {
  event.preventDefault()
  search()
}
form.hidden = location.protocol == 'file:'
if (input.value) search()
