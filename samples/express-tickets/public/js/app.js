// Runs in the browser. It may keep what it likes in localStorage.
async function load() {
  const tickets = await (await fetch('/tickets')).json();
  localStorage.setItem('tickets', JSON.stringify(tickets));
  document.querySelector('#tickets').textContent = tickets.map((t) => t.title).join(', ');
}

load();
