// Words that try to become script: more than a hundred, of every family that is known to have
// worked somewhere. Each calls `owned()`, which tells on it; none may ever be more than words.

const CALLS = ['owned()', 'top.owned()', 'window["owned"]()', 'owned`1`', 'setTimeout(owned)'];

/** Elements that act by themselves once they are elements. */
const ACTING = [
  '<script>CALL</script>',
  '<SCRIPT>CALL</SCRIPT>',
  '<script src="data:text/javascript,CALL"></script>',
  '<script type="module">CALL</script>',
  '<scr<script>ipt>CALL</scr</script>ipt>',
  '<script\t>CALL</script\n>',
  '<script/x>CALL</script>',
  '<img src=x onerror=CALL>',
  '<img src=x onerror="CALL">',
  "<img src=x onerror='CALL'>",
  '<img/src=x/onerror=CALL>',
  '<IMG SRC=x ONERROR=CALL>',
  '<image src=x onerror=CALL>',
  '<img src=x:x onerror=CALL//',
  '<svg onload=CALL>',
  '<svg/onload=CALL>',
  '<svg><script>CALL</script></svg>',
  '<svg><animate onbegin=CALL attributeName=x dur=1s>',
  '<svg><set onbegin=CALL attributeName=x to=1>',
  '<svg><foreignObject><img src=x onerror=CALL></foreignObject></svg>',
  '<svg><use href="data:image/svg+xml,<svg id=x onload=CALL>#x"/></svg>',
  '<math><mtext><img src=x onerror=CALL></mtext></math>',
  '<math><maction actiontype="statusline#x" xlink:href="javascript:CALL">x</maction></math>',
  '<body onload=CALL>',
  '<body onpageshow=CALL>',
  '<iframe srcdoc="<script>parent.CALL</script>"></iframe>',
  '<iframe src="javascript:parent.CALL"></iframe>',
  '<object data="javascript:CALL"></object>',
  '<embed src="javascript:CALL">',
  '<video src=x onerror=CALL></video>',
  '<video><source onerror=CALL></video>',
  '<audio src=x onerror=CALL></audio>',
  '<details open ontoggle=CALL>x</details>',
  '<marquee onstart=CALL>x</marquee>',
  '<input autofocus onfocus=CALL>',
  '<textarea autofocus onfocus=CALL></textarea>',
  '<select autofocus onfocus=CALL></select>',
  '<a id=x tabindex=1 autofocus onfocus=CALL>x</a>',
  '<style onload=CALL></style>',
  '<link rel=stylesheet href="data:text/css,*{}" onload=CALL>',
  '<meta http-equiv=refresh content="0;url=javascript:CALL">',
  '<base href="javascript:CALL//">',
  '<form action="javascript:CALL"><button>x</button></form>',
  '<button formaction="javascript:CALL">x</button>',
  '<isindex action="javascript:CALL" type=image>',
  '<template><script>CALL</script></template>',
  '<x onanimationend=CALL style="animation:x 1ms">',
  '<div popover onbeforetoggle=CALL>x</div>',
];

/** What ends a place that words stand in, and goes on as something else. */
const ENDING = [
  '"><script>CALL</script>',
  "'><script>CALL</script>",
  '</title><script>CALL</script>',
  '</textarea><script>CALL</script>',
  '</option></select><img src=x onerror=CALL>',
  '</style><script>CALL</script>',
  '</script><script>CALL</script>',
  '</noscript><img src=x onerror=CALL>',
  '</template><img src=x onerror=CALL>',
  '</text></svg><img src=x onerror=CALL>',
  '--><script>CALL</script>',
  ']]><script>CALL</script>',
  '" onmouseover="CALL" x="',
  "' onmouseover='CALL' x='",
  '" autofocus onfocus="CALL" x="',
  '` onmouseover=`CALL`',
  '\\"><img src=x onerror=CALL>',
  '";CALL;//',
  "';CALL;//",
  '\\";CALL;//',
  '${CALL}',
  '{{constructor.constructor("CALL")()}}',
  '#{CALL}',
  '<%= CALL %>',
  '"}}];CALL;[{"x":"',
];

/** Addresses that are script. */
const ADDRESSES = [
  'javascript:CALL',
  'JaVaScRiPt:CALL',
  ' javascript:CALL',
  'java\tscript:CALL',
  'javascript://x%0aCALL',
  'data:text/html,<script>opener.CALL</script>',
  'vbscript:CALL',
  'https://x.example/"onclick="CALL',
  '//x.example/<script>CALL</script>',
];

/** Text that some renderer of marked-up text would make into the above. */
const MARKED_UP = [
  '[x](javascript:CALL)',
  '[x](<javascript:CALL>)',
  '![x](x"onerror="CALL)',
  '![x](data:image/svg+xml,<svg/onload=CALL>)',
  '[x]: javascript:CALL',
  '<javascript:CALL>',
  '```\n</code></pre><script>CALL</script>\n```',
  '* <img src=x onerror=CALL>',
  '|<script>CALL</script>|x|\n|-|-|',
  '&lt;script&gt;CALL&lt;/script&gt;',
  '&#60;script&#62;CALL&#60;/script&#62;',
  '%3Cscript%3ECALL%3C/script%3E',
  '\\u003cscript\\u003eCALL\\u003c/script\\u003e',
  '\uff1cscript\uff1eCALL\uff1c/script\uff1e',
  '+ADw-script+AD4-CALL+ADw-/script+AD4-',
  '\u202e<script>CALL</script>',
  'click x "javascript:CALL"',
  '-->|<img src=x onerror=CALL>|x[<script>CALL</script>]',
];

const all = [...ACTING, ...ENDING, ...ADDRESSES, ...MARKED_UP];

/** All of them. */
export const PAYLOADS = all.map((text, at) => text.replaceAll('CALL', CALLS[at % CALLS.length]));
