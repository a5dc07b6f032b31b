// Shows the reader's language alone, and looks again now and then whether the shop is back:
// each reader at a moment of their own, so that its return is no stampede.
const voices = [...document.querySelectorAll('section')]
const mine = navigator.languages.map(l => voices.find(v => v.lang.split('-')[0] === l.split('-')[0])).find(v => v) || voices[0]
for (const voice of voices) voice.hidden = voice !== mine
document.documentElement.lang = mine.lang
document.documentElement.dir = mine.dir
document.title = document.title.replace(voices[0].querySelector('h1').textContent, mine.querySelector('h1').textContent)
if (location.protocol !== 'file:') setTimeout(() => location.reload(), 60000 + Math.random() * 60000)
