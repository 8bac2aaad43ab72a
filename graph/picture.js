"use strict";
// The picture of a graph: a force layout and its drawing on a canvas. No library, no request to anywhere.
// Every text from the graph reaches the page as text (textContent, fillText), never as markup.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const element = (id) => document.getElementById(id);
  const canvas = element("canvas");
  const context = canvas.getContext("2d");
  const root = document.documentElement;

  // Kinds differ in colour (Okabe and Ito's palette, told apart by colour-blind eyes) and in shape.
  const KINDS = {
    Paper: { colour: "#7d8590", dark: "#98a1ab", shape: "square" },
    Method: { colour: "#0072b2", dark: "#3f9fe3", shape: "circle" },
    Model: { colour: "#e69f00", shape: "hexagon" },
    Dataset: { colour: "#009e73", shape: "diamond" },
    Benchmark: { colour: "#d55e00", shape: "triangle" },
    Result: { colour: "#cc79a7", shape: "ring" },
    Repository: { colour: "#56b4e9", shape: "cross" },
  };
  const OTHER_KIND = { colour: "#999999", shape: "circle" };
  // What is said between things is drawn with colour and arrow; what papers say of them stays in the background.
  const TYPES = {
    VARIANT_OF: { colour: "#0072b2", dark: "#3f9fe3", arrow: true, width: 1.6 },
    VERSION_OF: { colour: "#e69f00", arrow: true, width: 1.6 },
    PART_OF: { colour: "#009e73", arrow: true, width: 1.6 },
    OUTPERFORMS: { colour: "#d55e00", arrow: true, width: 1.6, dash: [5, 3] },
    INTRODUCES: { colour: null, arrow: true, width: 1.5 },
    MENTIONS: { colour: null, width: 0.5 },
  };
  const OTHER_TYPE = { colour: null, width: 1 };
  const tint = (style) => (root.dataset.theme === "dark" && style.dark) || style.colour;
  const WEAKEST_FIRST = ["MENTIONS"];

  const nodes = data.nodes.map((node, index) => ({
    ...node, index, x: 0, y: 0, vx: 0, vy: 0, degree: 0, size: 5, fixed: false, edges: [], at: -1,
  }));
  const edges = data.edges.map(([from, to, type, properties]) => ({
    from: nodes[from], to: nodes[to], type, properties: properties || {}, drawn: true,
  }));
  const hiddenKinds = new Set(data.hidden || []);
  const hiddenTypes = new Set();
  let selected = null, hovered = null, matches = null;
  let view = { x: 0, y: 0, zoom: 1 };
  let width = 0, height = 0, heat = 0;

  for (const edge of edges) {
    edge.from.edges.push(edge);
    if (edge.to !== edge.from) edge.to.edges.push(edge);
  }
  // Of several relationships between two nodes the strongest is drawn: a mention says less than a role.
  const strongest = new Map();
  for (const edge of edges) {
    const key = `${edge.from.index} ${edge.to.index}`;
    const other = strongest.get(key);
    if (!other) strongest.set(key, edge);
    else if (WEAKEST_FIRST.includes(other.type) && !WEAKEST_FIRST.includes(edge.type)) {
      other.drawn = false;
      strongest.set(key, edge);
    } else edge.drawn = false;
  }
  for (const edge of strongest.values()) { edge.from.degree += 1; edge.to.degree += 1; }
  for (const node of nodes) node.size = (node.kind === "Result" ? 3 : 4) + 2.1 * Math.sqrt(node.degree);

  const visible = (node) => !hiddenKinds.has(node.kind);
  const shown = (edge) => visible(edge.from) && visible(edge.to) && !hiddenTypes.has(edge.type);

  // ---- layout: springs along edges, repulsion between all (Barnes-Hut), a pull to the middle ----

  let moving = [], springs = [];

  function place() {
    // A sunflower of nodes, the best connected inside: the same graph gives the same picture each time.
    const order = [...nodes].sort((a, b) => b.degree - a.degree || a.index - b.index);
    order.forEach((node, i) => {
      const radius = 14 * Math.sqrt(i + 0.5), angle = i * 2.399963;
      node.x = radius * Math.cos(angle);
      node.y = radius * Math.sin(angle);
    });
  }

  function prepare() {
    moving = nodes.filter(visible);
    nodes.forEach((node) => { node.at = -1; });
    moving.forEach((node, i) => { node.at = i; });
    const count = new Float64Array(nodes.length);
    springs = edges.filter((edge) => (edge.drawn || hiddenTypes.size) && shown(edge) && edge.from !== edge.to);
    for (const edge of springs) { count[edge.from.index] += 1; count[edge.to.index] += 1; }
    for (const edge of springs) {
      const a = count[edge.from.index], b = count[edge.to.index];
      edge.pull = 1 / Math.min(a, b);
      edge.bias = a / (a + b);
      edge.length = 42 + edge.from.size + edge.to.size;
    }
  }

  function tick() {
    heat *= 0.977;
    for (const edge of springs) {
      let dx = edge.to.x + edge.to.vx - edge.from.x - edge.from.vx;
      let dy = edge.to.y + edge.to.vy - edge.from.y - edge.from.vy;
      const distance = Math.hypot(dx, dy) || 1e-3;
      const push = ((distance - edge.length) / distance) * heat * edge.pull * 0.7;
      dx *= push; dy *= push;
      edge.to.vx -= dx * edge.bias; edge.to.vy -= dy * edge.bias;
      edge.from.vx += dx * (1 - edge.bias); edge.from.vy += dy * (1 - edge.bias);
    }
    const tree = quadtree(moving);
    for (const node of moving) repel(node, tree);
    const pull = 0.06 * heat;
    // Wider than high, as screens are.
    for (const node of moving) { node.vx -= node.x * pull * 0.8; node.vy -= node.y * pull * 1.25; }
    for (const node of moving) {
      if (node.fixed) { node.vx = node.vy = 0; continue; }
      node.vx *= 0.6; node.vy *= 0.6;
      node.x += node.vx; node.y += node.vy;
    }
  }

  const charge = (node) => 150 + 26 * node.size;

  function quadtree(items) {
    let x0 = Infinity, y0 = Infinity, x1 = -Infinity, y1 = -Infinity;
    for (const n of items) { x0 = Math.min(x0, n.x); y0 = Math.min(y0, n.y); x1 = Math.max(x1, n.x); y1 = Math.max(y1, n.y); }
    const side = Math.max(x1 - x0, y1 - y0, 1);
    const cell = (x, y, size) => ({ x, y, size, node: null, parts: null, mass: 0, mx: 0, my: 0 });
    const top = cell(x0, y0, side);
    const insert = (into, node, depth) => {
      const mass = charge(node);
      into.mx = (into.mx * into.mass + node.x * mass) / (into.mass + mass);
      into.my = (into.my * into.mass + node.y * mass) / (into.mass + mass);
      into.mass += mass;
      if (!into.parts && !into.node) { into.node = [node]; return; }
      if (depth > 24) { into.node.push(node); return; } // two nodes on one spot
      if (!into.parts) {
        const half = into.size / 2;
        into.parts = [cell(into.x, into.y, half), cell(into.x + half, into.y, half),
          cell(into.x, into.y + half, half), cell(into.x + half, into.y + half, half)];
        const before = into.node;
        into.node = null;
        for (const old of before) insert(quarter(into, old), old, depth + 1);
      }
      insert(quarter(into, node), node, depth + 1);
    };
    const quarter = (of, node) =>
      of.parts[(node.x >= of.x + of.size / 2 ? 1 : 0) + (node.y >= of.y + of.size / 2 ? 2 : 0)];
    for (const node of items) insert(top, node, 0);
    return top;
  }

  function repel(node, tree) {
    const stack = [tree];
    while (stack.length) {
      const cell = stack.pop();
      if (!cell.mass) continue;
      let dx = cell.mx - node.x, dy = cell.my - node.y;
      let square = dx * dx + dy * dy;
      if (cell.parts && cell.size * cell.size > 0.8 * square) { stack.push(...cell.parts); continue; }
      if (cell.node && cell.node.includes(node)) {
        if (cell.node.length === 1) continue;
        dx = (node.index % 7) - 3.2; dy = (node.index % 5) - 2.1; // part those on one spot
        square = dx * dx + dy * dy;
      }
      if (square < 30) square = Math.sqrt(30 * Math.max(square, 1e-6));
      if (square > 1e6) continue;
      const force = (cell.mass * heat) / square;
      node.vx -= dx * force; node.vy -= dy * force;
    }
  }

  // ---- drawing ----

  let colours = {};
  function readTheme() {
    const style = getComputedStyle(root);
    colours = Object.fromEntries(["ground", "text", "soft", "edge", "halo", "accent", "line"]
      .map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  }

  function outline(ctx, shape, x, y, r) {
    ctx.beginPath();
    if (shape === "square") ctx.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76);
    else if (shape === "diamond") corners(ctx, x, y, r * 1.2, 4, 0);
    else if (shape === "triangle") corners(ctx, x, y, r * 1.25, 3, -Math.PI / 2);
    else if (shape === "hexagon") corners(ctx, x, y, r * 1.08, 6, 0);
    else if (shape === "cross") {
      const a = r, b = r * 0.4;
      const points = [[-b, -a], [b, -a], [b, -b], [a, -b], [a, b], [b, b], [b, a], [-b, a], [-b, b], [-a, b], [-a, -b], [-b, -b]];
      points.forEach(([px, py], i) => (i ? ctx.lineTo(x + px, y + py) : ctx.moveTo(x + px, y + py)));
      ctx.closePath();
    } else ctx.arc(x, y, r, 0, 2 * Math.PI);
  }

  function corners(ctx, x, y, r, count, turn) {
    for (let i = 0; i < count; i++) {
      const angle = turn + (i * 2 * Math.PI) / count;
      const px = x + r * Math.cos(angle), py = y + r * Math.sin(angle);
      if (i) ctx.lineTo(px, py); else ctx.moveTo(px, py);
    }
    ctx.closePath();
  }

  function paintNode(ctx, node, x, y, r) {
    const style = KINDS[node.kind] || OTHER_KIND, shape = style.shape, colour = tint(style);
    outline(ctx, shape, x, y, r);
    if (shape === "ring") {
      ctx.fillStyle = colours.ground; ctx.fill();
      ctx.strokeStyle = colour; ctx.lineWidth = 2; ctx.stroke();
    } else {
      ctx.fillStyle = colour; ctx.fill();
      ctx.strokeStyle = colours.halo; ctx.lineWidth = 1; ctx.stroke();
    }
  }

  const toScreen = (node) => [width / 2 + (node.x - view.x) * view.zoom, height / 2 + (node.y - view.y) * view.zoom];
  const radiusOf = (node) => Math.max(2.2, node.size * Math.min(1.6, Math.max(0.45, Math.pow(view.zoom, 0.6))));

  function neighbourhood(node) {
    const near = new Set([node]);
    for (const edge of node.edges) if (shown(edge)) { near.add(edge.from); near.add(edge.to); }
    return near;
  }

  function draw() {
    const scale = window.devicePixelRatio || 1;
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.fillStyle = colours.ground;
    context.fillRect(0, 0, width, height);
    const centre = hovered || selected;
    const near = centre && visible(centre) ? neighbourhood(centre) : matches && matches.size ? matches : null;
    drawEdges(centre, near);
    for (const node of moving) {
      const [x, y] = toScreen(node), r = radiusOf(node);
      if (x < -40 || y < -40 || x > width + 40 || y > height + 40) continue;
      context.globalAlpha = near && !near.has(node) ? 0.16 : 1;
      paintNode(context, node, x, y, r);
      if (node === selected || (matches && matches.has(node))) {
        context.beginPath(); context.arc(x, y, r + 4, 0, 2 * Math.PI);
        context.strokeStyle = colours.accent; context.lineWidth = 2.5; context.stroke();
      }
    }
    drawLabels(centre, near);
    context.globalAlpha = 1;
  }

  function drawEdges(centre, near) {
    for (const edge of edges) {
      if (!shown(edge)) continue;
      const lit = centre && (edge.from === centre || edge.to === centre);
      if (!edge.drawn && !lit && !hiddenTypes.size) continue;
      const style = TYPES[edge.type] || OTHER_TYPE;
      const [x1, y1] = toScreen(edge.from), [x2, y2] = toScreen(edge.to);
      if (Math.max(x1, x2) < 0 || Math.max(y1, y2) < 0 || Math.min(x1, x2) > width || Math.min(y1, y2) > height) continue;
      const strong = style.colour !== null;
      context.globalAlpha = lit ? 0.95 : near ? 0.07 : strong ? 0.8 : edge.type === "MENTIONS" ? 0.25 : 0.55;
      context.strokeStyle = context.fillStyle = tint(style) || (lit ? colours.text : colours.edge);
      context.lineWidth = style.width * (lit ? 1.4 : 1) * Math.min(1.3, Math.max(0.6, view.zoom));
      context.setLineDash(style.dash || []);
      const distance = Math.hypot(x2 - x1, y2 - y1) || 1;
      const ux = (x2 - x1) / distance, uy = (y2 - y1) / distance;
      const stop = radiusOf(edge.to) + 2;
      context.beginPath();
      context.moveTo(x1, y1);
      context.lineTo(x2 - ux * stop, y2 - uy * stop);
      context.stroke();
      if ((style.arrow || lit) && distance > stop + 8) {
        const tip = 4 + 2 * context.lineWidth, ax = x2 - ux * stop, ay = y2 - uy * stop;
        context.setLineDash([]);
        context.beginPath();
        context.moveTo(ax, ay);
        context.lineTo(ax - ux * tip - uy * tip * 0.45, ay - uy * tip + ux * tip * 0.45);
        context.lineTo(ax - ux * tip + uy * tip * 0.45, ay - uy * tip - ux * tip * 0.45);
        context.closePath();
        context.fill();
      }
    }
    context.setLineDash([]);
  }

  const shorten = (text, most) => (text.length > most ? `${[...text].slice(0, most - 1).join("").trimEnd()}…` : text);

  // Names are set from the most to the least important, and only where no other name stands.
  function drawLabels(centre, near) {
    const taken = [controls, panel].filter((one) => !one.hidden).map((one) => one.getBoundingClientRect())
      .map((box) => [box.left, box.top, box.right, box.bottom]);
    const important = (node) =>
      (node === centre || node === selected ? 1e6 : 0) + (near && near.has(node) ? 1e4 : 0) +
      (node.kind === "Paper" ? 0 : node.kind === "Result" ? -5 : 30) + node.degree;
    const order = moving.filter((node) => !near || near.has(node)).sort((a, b) => important(b) - important(a) || a.index - b.index);
    context.textBaseline = "middle";
    context.lineJoin = "round";
    let left = near ? 400 : 120 + 200 * view.zoom;
    for (const node of order) {
      if (left <= 0) break;
      const [x, y] = toScreen(node), r = radiusOf(node);
      if (x < -60 || y < -20 || x > width + 60 || y > height + 20) continue;
      const big = node.degree >= 8 && node.kind !== "Paper";
      const size = node === centre ? 14 : Math.round((big ? 12.5 : node.kind === "Paper" ? 10.5 : 11.5) * Math.min(1.25, Math.max(0.92, view.zoom)));
      context.font = `${node === centre || big ? 600 : 400} ${size}px system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif`;
      const text = shorten(node.name, node === centre ? 80 : node.kind === "Paper" ? 26 : 30);
      const wide = context.measureText(text).width;
      const places = [[x + r + 3, y], [x - r - 3 - wide, y], [x - wide / 2, y - r - size * 0.75], [x - wide / 2, y + r + size * 0.75]];
      for (const [tx, ty] of node === centre ? places.slice(0, 1) : places) {
        const box = [tx - 2, ty - size * 0.55, tx + wide + 2, ty + size * 0.55];
        if (node !== centre && taken.some((b) => box[0] < b[2] && b[0] < box[2] && box[1] < b[3] && b[1] < box[3])) continue;
        taken.push(box);
        left -= 1;
        context.globalAlpha = 1;
        context.strokeStyle = colours.halo; context.lineWidth = 3.5;
        context.strokeText(text, tx, ty);
        context.fillStyle = node.kind === "Paper" && node !== centre ? colours.soft : colours.text;
        context.fillText(text, tx, ty);
        break;
      }
    }
  }

  // ---- moving on screen ----

  let waiting = false;
  function redraw() {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      if (heat > 0.004) { tick(); redraw(); }
      draw();
    });
  }

  function warm(to) { heat = Math.max(heat, to); redraw(); }

  function settle(milliseconds) {
    const end = performance.now() + milliseconds;
    while (heat > 0.02 && performance.now() < end) tick();
  }

  function fit(subset) {
    const items = (subset || moving).filter(visible);
    if (!items.length) return;
    const left = controls.classList.contains("folded") || width < 700 ? 20 : 275, right = panel.hidden || width < 900 ? 20 : 410;
    const xs = items.map((n) => n.x), ys = items.map((n) => n.y);
    const x0 = Math.min(...xs), x1 = Math.max(...xs), y0 = Math.min(...ys), y1 = Math.max(...ys);
    const zoom = Math.min((width - left - right - 60) / (x1 - x0 + 40), (height - 70) / (y1 - y0 + 40));
    view.zoom = Math.min(subset ? 1.8 : 2.5, Math.max(0.05, zoom));
    view.x = (x0 + x1) / 2 - (left - right) / 2 / view.zoom;
    view.y = (y0 + y1) / 2;
    redraw();
  }

  function zoomAt(x, y, factor) {
    const zoom = Math.min(8, Math.max(0.04, view.zoom * factor));
    view.x += (x - width / 2) * (1 / view.zoom - 1 / zoom);
    view.y += (y - height / 2) * (1 / view.zoom - 1 / zoom);
    view.zoom = zoom;
    redraw();
  }

  function nodeAt(x, y) {
    let best = null, least = Infinity;
    for (const node of moving) {
      const [nx, ny] = toScreen(node);
      const distance = Math.hypot(nx - x, ny - y) - radiusOf(node);
      if (distance < 5 && distance < least) { best = node; least = distance; }
    }
    return best;
  }

  const pointers = new Map();
  let grabbed = null, travelled = 0, spread = 0;

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    travelled = 0;
    grabbed = pointers.size === 1 ? nodeAt(event.clientX, event.clientY) : null;
    spread = 0;
    canvas.classList.add("dragging");
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = pointers.get(event.pointerId);
    if (!before) {
      const node = nodeAt(event.clientX, event.clientY);
      canvas.classList.toggle("pointing", node !== null);
      if (node !== hovered) { hovered = node; redraw(); }
      return;
    }
    const dx = event.clientX - before[0], dy = event.clientY - before[1];
    travelled += Math.abs(dx) + Math.abs(dy);
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    if (pointers.size === 2) {
      const [[ax, ay], [bx, by]] = [...pointers.values()];
      const now = Math.hypot(ax - bx, ay - by);
      if (spread) zoomAt((ax + bx) / 2, (ay + by) / 2, now / spread);
      spread = now;
    } else if (grabbed && travelled > 3) {
      grabbed.fixed = true;
      grabbed.x += dx / view.zoom; grabbed.y += dy / view.zoom;
      warm(0.12);
    } else if (!grabbed) {
      view.x -= dx / view.zoom; view.y -= dy / view.zoom;
      redraw();
    }
  });
  const letGo = (event) => {
    if (!pointers.delete(event.pointerId)) return;
    canvas.classList.remove("dragging");
    if (event.type === "pointerup" && travelled <= 3) select(grabbed);
    grabbed = null;
  };
  canvas.addEventListener("pointerup", letGo);
  canvas.addEventListener("pointercancel", letGo);
  canvas.addEventListener("pointerleave", () => { if (hovered) { hovered = null; redraw(); } });
  canvas.addEventListener("dblclick", (event) => {
    const node = nodeAt(event.clientX, event.clientY);
    if (node) { node.fixed = false; warm(0.2); } else zoomAt(event.clientX, event.clientY, 1.6);
  });
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoomAt(event.clientX, event.clientY, Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)));
  }, { passive: false });
  canvas.addEventListener("keydown", (event) => {
    const step = 40 / view.zoom;
    const move = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
    if (move) { view.x += move[0]; view.y += move[1]; redraw(); }
    else if (event.key === "+" || event.key === "=") zoomAt(width / 2, height / 2, 1.25);
    else if (event.key === "-") zoomAt(width / 2, height / 2, 0.8);
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") select(null); });

  // ---- the panel: a node's facts, and its relationships with their sentences ----

  const panel = element("panel"), controls = element("controls");

  function make(tag, text, className) {
    const out = document.createElement(tag);
    if (text !== undefined) out.textContent = text;
    if (className) out.className = className;
    return out;
  }

  function sign(kind) {
    const out = document.createElement("canvas");
    out.className = "sign";
    out.width = out.height = 32;
    const ctx = out.getContext("2d");
    ctx.scale(2, 2);
    paintNode(ctx, { kind }, 8, 8, 5.5);
    return out;
  }

  const readable = (name) => name.toLowerCase().replaceAll("_", " ");
  const HIDDEN_FACTS = new Set(["id", "name", "title", "title_key", "text_digest", "linked_with", "start", "end", "field", "sentence"]);

  function value(text) {
    if (/^https?:\/\//i.test(text)) {
      const link = make("a", text);
      link.href = text; link.rel = "noopener noreferrer"; link.target = "_blank";
      return link;
    }
    return document.createTextNode(text);
  }

  function select(node) {
    selected = node;
    panel.replaceChildren();
    panel.hidden = !node;
    history.replaceState(null, "", node ? `#node=${encodeURIComponent(node.id)}` : "#");
    redraw();
    if (!node) return;
    const close = make("button", "×", "close");
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => select(null));
    const kind = make("div", undefined, "kind");
    kind.append(sign(node.kind), make("span", `${node.kind} · ${node.id}`));
    panel.append(close, make("h2", node.name), kind);
    if (node.facts.sentence) panel.append(quote(node.facts.sentence, []));
    const list = make("dl");
    for (const [name, fact] of Object.entries(node.facts)) {
      if (HIDDEN_FACTS.has(name)) continue;
      const text = Array.isArray(fact) ? fact.join("; ") : String(fact);
      const holder = make("dd", undefined, text.length > 90 ? "long" : "");
      holder.append(value(text));
      list.append(make("dt", readable(name)), holder);
    }
    panel.append(list);
    const groups = new Map();
    for (const edge of node.edges) {
      const key = `${edge.type}${edge.from === node ? " →" : " ←"}`;
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(edge);
    }
    for (const key of [...groups.keys()].sort((a, b) => a.startsWith("MENTIONS") - b.startsWith("MENTIONS") || a.localeCompare(b))) {
      const group = groups.get(key);
      panel.append(make("h3", `${readable(key.slice(0, -2))} ${key.slice(-1)}  (${group.length})`));
      const items = make("ul");
      for (const edge of group) items.append(relation(edge, edge.from === node ? edge.to : edge.from));
      panel.append(items);
    }
    panel.scrollTop = 0;
  }

  function relation(edge, other) {
    const item = make("li");
    const end = make("button", undefined, "end");
    end.type = "button";
    end.append(sign(other.kind), make("span", other.name));
    end.addEventListener("click", () => { reveal(other); });
    item.append(end);
    const { sentence, confidence, rule, source, surfaces } = edge.properties;
    if (sentence) item.append(quote(sentence, surfaces || named(edge)));
    const meta = [];
    if (confidence !== undefined) meta.push(`confidence ${Math.round(confidence * 100) / 100}`);
    if (rule) meta.push(rule);
    if (source) meta.push(`source ${source}`);
    if (meta.length) item.append(make("div", meta.join(" · "), "meta"));
    return item;
  }

  const named = (edge) => [edge.from, edge.to].filter((node) => node.kind !== "Paper")
    .flatMap((node) => [node.name, ...(node.facts.aliases || [])]);

  // The sentence, with the names it is quoted for marked.
  function quote(sentence, names) {
    const out = make("blockquote");
    let rest = sentence;
    const wanted = names.filter((name) => name.length > 1);
    while (rest) {
      let at = -1, length = 0;
      for (const name of wanted) {
        const found = rest.indexOf(name);
        if (found >= 0 && (at < 0 || found < at || (found === at && name.length > length))) { at = found; length = name.length; }
      }
      if (at < 0) { out.append(rest); break; }
      out.append(rest.slice(0, at), make("mark", rest.slice(at, at + length)));
      rest = rest.slice(at + length);
    }
    return out;
  }

  function reveal(node) {
    if (hiddenKinds.delete(node.kind)) { listKinds(); prepare(); warm(0.3); }
    select(node);
    const [x, y] = toScreen(node);
    const right = panel.hidden || width < 900 ? 20 : 410;
    if (x < 280 || y < 30 || x > width - right || y > height - 30) { view.x = node.x + (right - 275) / 2 / view.zoom; view.y = node.y; }
    redraw();
  }

  // ---- search, legend, buttons ----

  const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  const searchable = nodes.map((node) => fold([node.name, node.id, ...(node.facts.aliases || [])].join("\n")));
  element("search").addEventListener("input", (event) => {
    const wanted = fold(event.target.value.trim());
    const found = wanted ? nodes.filter((node) => searchable[node.index].includes(wanted)) : [];
    found.sort((a, b) => fold(b.name).startsWith(wanted) - fold(a.name).startsWith(wanted) || b.degree - a.degree);
    matches = wanted ? new Set(found.filter(visible)) : null;
    element("found").replaceChildren(...found.slice(0, 30).map((node) => {
      const item = make("li"), button = make("button");
      button.type = "button";
      button.append(sign(node.kind), make("span", shorten(node.name, 60)));
      button.addEventListener("click", () => reveal(node));
      item.append(button);
      return item;
    }));
    if (wanted && !found.length) element("found").append(make("li", "Nothing found.", "hint"));
    redraw();
  });
  element("search").addEventListener("keydown", (event) => {
    if (event.key === "Enter") element("found").querySelector("button")?.click();
  });

  function toggles(list, entries, hidden, onChange) {
    list.replaceChildren(...entries.map(([name, count, mark]) => {
      const item = make("li"), button = make("button");
      button.type = "button";
      button.setAttribute("aria-pressed", String(!hidden.has(name)));
      button.append(mark, make("span", list.id === "types" ? readable(name) : name, "name"), make("span", String(count), "count"));
      button.addEventListener("click", () => {
        if (!hidden.delete(name)) hidden.add(name);
        onChange();
      });
      item.append(button);
      return item;
    }));
  }

  const tally = (values) => [...values.reduce((m, v) => m.set(v, (m.get(v) || 0) + 1), new Map())];
  const inOrder = (counts, order) => counts.sort(([a], [b]) => rank(order, a) - rank(order, b));
  const rank = (order, name) => (order.indexOf(name) + order.length + 1) % (order.length + 1);

  function listKinds() {
    const counts = inOrder(tally(nodes.map((n) => n.kind)), Object.keys(KINDS));
    toggles(element("kinds"), counts.map(([name, count]) => [name, count, sign(name)]), hiddenKinds, changed);
  }

  function listTypes() {
    const counts = tally(edges.map((e) => e.type)).sort((a, b) => b[1] - a[1]);
    toggles(element("types"), counts.map(([name, count]) => [name, count, line(name)]), hiddenTypes, changed);
  }

  function line(type) {
    const style = TYPES[type] || OTHER_TYPE, out = document.createElement("canvas"), ctx = out.getContext("2d");
    out.className = "sign";
    out.width = out.height = 32;
    ctx.scale(2, 2);
    ctx.strokeStyle = ctx.fillStyle = tint(style) || colours.edge;
    ctx.lineWidth = Math.max(1, style.width);
    ctx.setLineDash(style.dash || []);
    ctx.beginPath(); ctx.moveTo(0, 8); ctx.lineTo(style.arrow ? 11 : 16, 8); ctx.stroke();
    if (style.arrow) { ctx.beginPath(); ctx.moveTo(16, 8); ctx.lineTo(10, 4.5); ctx.lineTo(10, 11.5); ctx.fill(); }
    return out;
  }

  function changed() {
    listKinds();
    listTypes();
    if (hovered && !visible(hovered)) hovered = null;
    prepare();
    warm(0.35);
  }

  element("zoom-in").addEventListener("click", () => zoomAt(width / 2, height / 2, 1.4));
  element("zoom-out").addEventListener("click", () => zoomAt(width / 2, height / 2, 1 / 1.4));
  element("fit").addEventListener("click", () => fit());
  element("fold").addEventListener("click", (event) => {
    const folded = controls.classList.toggle("folded");
    element("foldable").hidden = folded;
    event.currentTarget.textContent = folded ? "+" : "–";
    event.currentTarget.setAttribute("aria-expanded", String(!folded));
  });
  function setTheme(theme) {
    root.dataset.theme = theme;
    readTheme();
    listKinds();
    listTypes();
    redraw();
  }
  element("theme").addEventListener("click", () => setTheme(root.dataset.theme === "dark" ? "light" : "dark"));
  const systemDark = window.matchMedia("(prefers-color-scheme: dark)");
  systemDark.addEventListener("change", (event) => setTheme(event.matches ? "dark" : "light"));

  function resize() {
    const scale = window.devicePixelRatio || 1;
    width = window.innerWidth; height = window.innerHeight;
    canvas.width = Math.round(width * scale); canvas.height = Math.round(height * scale);
    redraw();
  }
  window.addEventListener("resize", resize);

  element("summary").textContent = data.summary;
  // A link can open the picture at a node and in a theme: picture.html#node=method:lora&theme=dark
  const asked = new URLSearchParams(location.hash.slice(1));
  setTheme(asked.get("theme") || (systemDark.matches ? "dark" : "light"));
  resize();
  place();
  prepare();
  heat = 1;
  settle(2500);
  fit();
  const wanted = asked.get("node");
  const first = nodes.find((node) => node.id === wanted) || (data.focus ? nodes[data.focus - 1] : null);
  if (first) { reveal(first); fit(); }
})();
