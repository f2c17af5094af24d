/// The rules of a page's style sheet.
enum StyleSheet {
  /// All of them.
  static let text = [themes, frame, panels, figures, lessons, worksheets, switches, heatMaps, print].joined()

  private static let themes = """

    :root{color-scheme:light dark;\(Theme.light.variables);
    --sans:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",sans-serif;
    --serif:Charter,"Bitstream Charter","Iowan Old Style","Source Serif 4",Cambria,Georgia,serif;
    --mono:ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace;
    --measure:38rem;--width:64rem}
    @media screen and (prefers-color-scheme:dark){:root{\(Theme.dark.variables)}}

    """

  /// The page as a whole and its prose.
  private static let frame = """
    *,*::before,*::after{box-sizing:border-box}
    html{background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%;text-size-adjust:100%;
    scroll-padding-top:1.5rem}
    body{margin:0 auto;padding:4.5rem 1.5rem 4rem;max-width:calc(var(--width) + 3rem);
    font:1.0625rem/1.6 var(--serif);overflow-wrap:break-word;font-kerning:normal}
    h1,h2,h3,h4,h5{font-weight:600;line-height:1.2;text-wrap:balance;overflow-wrap:anywhere}
    h1{font-size:clamp(1.875rem,1.4rem + 2vw,2.625rem);letter-spacing:-.015em;margin:0 0 1.25rem;
    max-width:46rem}
    h2{font-size:1.625rem;letter-spacing:-.01em;margin:0 0 1.25rem}
    h3{font-size:1.125rem;margin:2.25rem 0 .75rem}
    p,ul,ol,blockquote{max-width:var(--measure);margin:0 0 1em}
    p{text-wrap:pretty}
    @media (max-width:34rem){body{padding:2.5rem 1.25rem 3rem}}
    a{color:inherit;text-decoration-color:var(--muted);text-decoration-thickness:1px;
    text-underline-offset:.18em}
    a:hover{text-decoration-color:currentcolor}
    code,pre,kbd,samp{font-family:var(--mono);font-size:.875em}
    :focus-visible{outline:2px solid var(--series-1);outline-offset:3px;border-radius:2px}
    .skip{position:absolute;left:1.5rem;top:-6rem;padding:.5rem .75rem;background:var(--paper);
    font:.875rem/1.5 var(--sans)}
    .skip:focus{top:1rem}
    .lead{font-size:1.1875rem;line-height:1.55;max-width:var(--measure)}
    .contents{margin-top:2.5rem;font:.9375rem/1.5 var(--sans)}
    .contents ol{list-style:none;margin:0;padding:0;max-width:none;display:flex;flex-wrap:wrap;
    column-gap:1.75rem}
    .contents a{display:inline-block;padding:.5rem 0;color:var(--muted);text-decoration-color:var(--grid)}
    .contents a:hover{color:var(--ink)}
    body>footer{margin-top:6rem;padding-top:1.5rem;border-top:1px solid var(--grid);
    font:.875rem/1.6 var(--sans);color:var(--muted)}

    """

  /// Sections and their notes.
  private static let panels = """
    .panel{margin-top:4.5rem;padding-top:2.5rem;border-top:1px solid var(--grid)}
    @media (max-width:34rem){.panel{margin-top:3.25rem;padding-top:2rem}}
    .notes{display:grid;gap:1.25rem 2.5rem;margin:0 0 2.5rem;font-size:1rem;line-height:1.55}
    @media print,(min-width:50rem){.notes{grid-template-columns:repeat(3,1fr)}}
    .notes dt{font:.8125rem/1.5 var(--sans);color:var(--muted);margin-bottom:.25rem}
    .notes dd{margin:0;max-width:var(--measure);text-wrap:pretty}

    """

  /// Formulas, computations and questions of lessons.
  private static let lessons = """
    .abilities{max-width:var(--measure);margin-bottom:2.5rem;color:var(--muted);font:.9375rem/1.6 var(--sans)}
    .abilities p{margin-bottom:.4rem}
    .formula,.worked,.code{margin:1.25rem 0;white-space:pre-wrap;overflow-wrap:anywhere;line-height:1.6}
    .formula{padding-left:1.5rem}
    .worked,.code{padding:.85rem 1.1rem;border-radius:4px;background:color-mix(in oklab,var(--ink) 5%,var(--paper))}
    .question,.notion,.exercise{max-width:calc(var(--measure) + 3rem);margin:2rem 0;padding:.25rem 0 .25rem 1.25rem;
    border-left:3px solid var(--grid)}
    .question{border-color:var(--series-1)}
    .notion{border-color:var(--series-2)}
    .exercise{border-color:var(--series-3)}
    .question>*:last-child,.notion>*:last-child,.exercise>*:last-child{margin-bottom:0}
    .question details{margin:.5rem 0 0}

    """

  /// Tables with boxes to be filled in by hand, and their solutions; each on one sheet of paper.
  private static let worksheets = """
    .worksheet caption{color:var(--ink)}
    .worksheet small{display:block;font-size:.75rem;color:var(--muted)}
    .worksheet .data th,.worksheet .data td{padding-right:1.1rem}
    .worksheet .data th:last-child,.worksheet .data td:last-child{padding-right:2px}
    .worksheet tbody th{vertical-align:middle}
    .box{display:inline-block;width:4.75rem;height:1.75rem;border:1px solid var(--muted);border-radius:3px;
    vertical-align:middle}
    @media print{
    @page worksheet{margin:12mm 14mm}
    body:has(.worksheet){page:worksheet}
    body:has(.worksheet) h1{font-size:1.5rem;margin:0 0 .4rem}
    body:has(.worksheet) p{max-width:none;margin:0 0 .3rem;line-height:1.3;font-size:.95rem}
    body:has(.worksheet) .lead{max-width:none}
    body:has(.worksheet) h2{font-size:1.25rem;margin:0 0 .5rem}
    body:has(.worksheet) .panel{margin-top:0;padding-top:0;border-top:0}
    .panel:not(.sheet):has(.worksheet)>h2{display:none}
    body:has(.worksheet)>footer{margin-top:1rem;padding-top:.5rem}
    .worksheet>.scroll .data{width:100%}
    .worksheet td .box{width:6rem}
    .worksheet .grid{margin:.5rem 0;gap:0 1.25rem}
    .worksheet .data{margin:.5rem 0}
    .worksheet .data th,.worksheet .data td{padding-top:.1rem;padding-bottom:.1rem}
    .worksheet .grid .data th,.worksheet .grid .data td{padding-right:.5rem}
    .worksheet .grid caption{white-space:nowrap}
    .worksheet caption{padding-bottom:.15rem}
    .worksheet small{line-height:1.1}
    .panel.sheet{break-before:page}
    }

    """

  /// Figures, tables, facts, commands.
  private static let figures = """
    figure{margin:2rem 0}
    figcaption,caption{font:.8125rem/1.5 var(--sans);color:var(--muted);text-align:left}
    figcaption{margin-top:.75rem;max-width:var(--measure)}
    caption{padding-bottom:.6rem}
    .scroll{overflow-x:auto;max-width:100%;--shade:color-mix(in oklab,var(--ink) 11%,transparent);
    background:linear-gradient(to right,var(--paper) 1rem,transparent) local left/2rem 100%,
    linear-gradient(to left,var(--paper) 1rem,transparent) local right/2rem 100%,
    linear-gradient(to right,var(--shade),transparent) left/.6rem 100%,
    linear-gradient(to left,var(--shade),transparent) right/.6rem 100%;background-repeat:no-repeat}
    .scroll>svg{display:block;max-width:none}
    .chart>svg{width:100%;min-width:36rem;height:auto}
    svg{max-width:100%;font-family:var(--sans)}
    .grid{display:flex;flex-wrap:wrap;gap:2rem;margin:1.5rem 0;align-items:flex-start}
    .grid>div{min-width:0;max-width:100%;overflow-x:auto}
    .grid figure{margin:0}
    table{border-collapse:collapse;font:.875rem/1.4 var(--sans);font-variant-numeric:tabular-nums}
    .data{margin:1.5rem 0}
    .data th,.data td{padding:.4rem 2rem .4rem 0;text-align:left;vertical-align:baseline}
    .data th:last-child,.data td:last-child{padding-right:0}
    @media (max-width:34rem){.data th,.data td{padding-right:1.1rem}}
    .data thead th{font-weight:400;color:var(--muted);border-bottom:1px solid var(--muted);
    vertical-align:bottom}
    .data tbody th{font-weight:400}
    .data tbody td,.data tbody th{border-bottom:1px solid var(--grid)}
    .data .number{text-align:right;white-space:nowrap}
    .samples.short{columns:9rem}
    .samples{padding-left:1.2rem;font-size:.9375rem;line-height:1.9}
    .samples li{break-inside:avoid;overflow-wrap:anywhere}
    .samples small{font-family:var(--sans);color:var(--muted)}
    .facts{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(44%,11rem),1fr));
    gap:1.25rem 2rem;margin:1.5rem 0}
    .facts dt{font:.8125rem/1.5 var(--sans);color:var(--muted)}
    .facts dd{margin:0;font-variant-numeric:tabular-nums}
    details{margin:1.5rem 0}
    summary{font:.9375rem/1.5 var(--sans);padding:.6rem 0;cursor:pointer;max-width:max-content}
    summary::marker{color:var(--muted)}
    .steps{max-width:none;padding-left:2.2rem}
    .steps>li::marker{font:.9375rem/1.5 var(--sans);font-variant-numeric:tabular-nums;color:var(--muted)}
    .steps details{margin:0}
    .steps summary{max-width:none;padding:.35rem 0}
    .command{margin:1rem 0;padding:.85rem 1.1rem;border-radius:4px;white-space:pre-wrap;
    overflow-wrap:anywhere;overflow-x:auto;line-height:1.55;background:color-mix(in oklab,var(--ink) 5%,var(--paper))}
    .command span{white-space:nowrap}

    """

  /// A button is out of sight but in its place, so that the focus scrolls to it; its label shows its state.
  private static let switches = """
    .switch{border:0;margin:1.75rem 0;padding:0;min-width:0}
    .switch>legend{padding:0;margin-bottom:.5rem;font:.8125rem/1.5 var(--sans);color:var(--muted)}
    .choices{display:flex;flex-wrap:wrap;align-items:stretch}
    .choices>input{appearance:none;opacity:0;width:1px;margin:0 -1px 0 0}
    .choices>label{display:flex;align-items:center;justify-content:center;min-width:2.75rem;
    min-height:2.75rem;max-width:100%;padding:.25rem .9rem;margin:0 .375rem .375rem 0;
    border:1px solid var(--grid);border-radius:4px;font:.9375rem/1.3 var(--sans);color:var(--muted);
    cursor:pointer;overflow-wrap:anywhere;white-space:pre-wrap}
    .choices>label:hover{color:var(--ink);border-color:var(--muted)}
    .choices>input:checked+label{color:var(--ink);border-color:var(--ink);
    background:color-mix(in oklab,var(--ink) 8%,var(--paper))}
    .choices>input:focus-visible+label{outline:2px solid var(--series-1);outline-offset:2px}
    .choices>.view{order:1;flex:0 0 100%;min-width:0;display:none;padding-top:1rem}
    .choices>input:checked+label+.view{display:block}
    .view-name{position:absolute;width:1px;height:1px;margin:0;overflow:hidden;clip-path:inset(50%);
    white-space:nowrap}
    .view>:nth-child(2){margin-top:0}
    @media (forced-colors:active){.choices>input:checked+label{border:3px solid Highlight}}

    """

  /// Cells take a share of one of two colours; even a whole one leaves the ink legible.
  private static let heatMaps = """
    .heat{border-collapse:separate;border-spacing:1px;font-size:.75rem;line-height:1.2}
    .heat th{font-weight:400;color:var(--muted);padding:.2rem .35rem;white-space:nowrap;max-width:7rem;
    overflow:hidden;text-overflow:ellipsis}
    .heat th[scope=row]{text-align:right;position:sticky;left:0;z-index:1;background:var(--paper)}
    .heat .axis{font-size:.6875rem;text-align:left;max-width:none}
    .heat thead .axis[scope=col]{text-align:right}
    .heat thead td{height:0}
    .heat tbody td{width:2.25rem;min-width:2.25rem;height:2.25rem;padding:0 .15rem;text-align:center;
    white-space:nowrap;
    --share:clamp(0%,calc(var(--v) * 100%),100%);
    --hue:var(--cell-blue);background:color-mix(in oklab,var(--hue) var(--share),var(--paper))}
    .heat.diverging tbody td{--hue:var(--cell-orange)}
    .heat tbody td.neg{--share:clamp(0%,calc(var(--v) * -100%),100%);--hue:var(--cell-blue)}
    .heat tbody td.hidden{background:none;color:var(--muted)}
    .heat.dense{font-size:.5625rem}
    .heat.dense th{padding:.1rem .2rem}
    .heat.dense tbody td{width:1.625rem;min-width:1.625rem;height:1.5rem;padding:0 .1rem}
    .heat td,.heat.dense tbody td{print-color-adjust:exact;-webkit-print-color-adjust:exact}

    """

  /// On paper there are no boxes to scroll and no buttons: the chosen view stands under its name.
  private static let print = """
    @media print{
    @page{margin:18mm 16mm}
    :root{color-scheme:light;--paper:#fff;font-size:12px}
    body{padding:0;max-width:none}
    details::details-content{display:block!important;content-visibility:visible!important}
    .notes{break-after:avoid}
    .skip,.contents,.choices>input,.choices>label{display:none}
    .scroll,.grid>div{overflow:visible;background:none}
    .scroll>svg{max-width:100%;min-width:0;height:auto}
    .panel{margin-top:2rem;padding-top:1.25rem}
    .notes,figure,.grid>div,.heat,.facts,.command,.worked,.question,.notion,.exercise,tr{break-inside:avoid}
    h2,h3,h4,h5,legend,caption{break-after:avoid}
    .view-name{position:static;width:auto;height:auto;clip-path:none;white-space:normal;
    font-size:1em;margin-bottom:.75rem}
    .choices>.view{padding-top:0}
    .switch .switch{margin:0 0 1rem}
    .command{border:1px solid var(--grid)}
    .heat th[scope=row]{position:static}
    svg{print-color-adjust:exact;-webkit-print-color-adjust:exact}
    }

    """
}
