"""How the page of a replay looks: light, dark and in print; patterns beside colours."""

STYLE = """
:root { color-scheme: light dark; --ink: #1d2530; --quiet: #5b6675; --paper: #ffffff; --band: #eef1f5;
  --line: #d9dee6; --grid: #e6eaf0; --link: #2a5a8c; --plate: #ffffffd9;
  --broken: #b3261e; --broken-2: #d9574f; --short: #8a5a00; --short-2: #fbe9c6; --curing: #f4c04d;
  --curing-2: #dd9a10;
  --waived: #d5dae2; --waived-2: #7c8798; --unknown: #cfe0f5; --unknown-2: #4a78ad; --due: #c9d7e8;
  --holds: #bfe0c8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e8ebf0; --quiet: #a3adbb; --paper: #14181f; --band: #222935;
  --line: #343d4b; --grid: #262e3a; --link: #8fbbe8; --plate: #14181fd9;
  --broken: #e5645b; --broken-2: #a8332b; --short: #e0b45c; --short-2: #4a3a14; --curing: #8f6a14;
  --curing-2: #c79a32;
  --waived: #3b4554; --waived-2: #8d99aa; --unknown: #2a3f5a; --unknown-2: #7aa6d8; --due: #33475f;
  --holds: #2b5438; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", sans-serif; }
main { max-width: 1240px; margin: 0 auto; padding: 28px 24px 40px; }
h1 { font-size: 26px; margin: 0; line-height: 1.25; } h2 { font-size: 19px; margin: 34px 0 8px; }
h3 { font-size: 15px; margin: 20px 0 6px; } .days { margin: 2px 0 8px; font-size: 17px; color: var(--quiet); }
.note { margin: 0 0 8px; color: var(--quiet); } .quiet { color: var(--quiet); }
.cards { display: flex; flex-wrap: wrap; gap: 10px; list-style: none; padding: 0; margin: 14px 0; }
.cards li { flex: 1 1 180px; border: 1px solid var(--line); border-radius: 8px; padding: 8px 14px; font-size: 14px; }
.cards strong { display: block; font-size: 24px; line-height: 1.2; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; padding: 0; margin: 18px 0 8px;
  font-size: 13px; }
.legend svg { vertical-align: -2px; margin-right: 4px; }
figure { margin: 0; overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; padding: 8px; }
.timeline { display: block; width: 100%; min-width: 860px; font: 12px system-ui, "Segoe UI", sans-serif; }
.timeline text { fill: var(--ink); } .timeline .name { font-weight: 700; font-size: 13px; }
.timeline .charter, .timeline .quiet, .axis text { fill: var(--quiet); }
.band { fill: var(--band); } .grid { stroke: var(--grid); fill: none; } .rule { stroke: var(--line);
  stroke-width: .5; }
.drop { stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 2 3; fill: none; }
.move { fill: var(--link); stroke: var(--paper); } .mark { fill: none; stroke: var(--link); stroke-width: 1.5; }
.f-broken { fill: var(--broken); } .s-broken { fill: var(--broken-2); }
.f-curing { fill: var(--curing); } .s-curing { fill: var(--curing-2); }
.f-waived { fill: var(--waived); } .s-waived { fill: var(--waived-2); }
.f-unknown { fill: var(--unknown); } .l-unknown { stroke: var(--unknown-2); }
.broken .bar { fill: url(#p-broken); } .curing .bar { fill: url(#p-curing); stroke: var(--curing-2); }
.waived .bar { fill: url(#p-waived); stroke: var(--waived-2); }
.unknown .bar { fill: url(#p-unknown); stroke: var(--unknown-2); }
.short .bar { fill: var(--short-2); stroke: var(--short); stroke-dasharray: 4 2; }
.due .bar { fill: none; stroke: var(--unknown-2); } .holds .bar { fill: var(--holds); }
.plate { fill: var(--plate); } .timeline .on { font-size: 11px; font-weight: 600; }
.record { stroke: var(--broken); stroke-width: 2; stroke-dasharray: 1 4; fill: none; }
.short .record { stroke: var(--short); } .past { fill: var(--broken); stroke: var(--paper); }
  .short .past { fill: var(--short); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-size: 13.5px; }
th { text-align: left; font-weight: 600; color: var(--quiet); border-bottom: 2px solid var(--line);
  padding: 4px 10px 4px 0; }
td { vertical-align: top; border-bottom: 1px solid var(--line); padding: 6px 10px 6px 0; }
td:first-child { min-width: 110px; } time { white-space: nowrap; }
.tag { display: inline-block; border-radius: 4px; padding: 0 7px; border: 1px solid var(--line);
  white-space: nowrap; }
.tag.broken { background: var(--broken); color: var(--paper); border-color: var(--broken); font-weight: 600; }
.tag.curing { background: var(--curing); border-color: var(--curing-2); }
.tag.short { background: var(--short-2); border-color: var(--short); }
.tag.waived { background: var(--waived); } .tag.unknown { background: var(--unknown); }
  .tag.holds { background: var(--holds); }
summary { cursor: pointer; } summary h2 { display: inline; }
footer { margin-top: 36px; color: var(--quiet); font-size: 13px; }
@media print { @page { size: A4 landscape; margin: 12mm; } body { font-size: 11px; } main { max-width: none;
  padding: 0; }
  figure { overflow: visible; border: 0; padding: 0; } .timeline { min-width: 0; }
  tr, .cards li { break-inside: avoid; }
  h2, h3 { break-after: avoid; } .wide { overflow: visible; }
  .bar, .tag, .band, .plate, .past { -webkit-print-color-adjust: exact; print-color-adjust: exact; } }
"""
