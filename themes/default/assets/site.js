// The list of parts on a narrow screen, which closes behind the reader, and
// buttons that copy a text of the page: <button data-copy="id of the text">,
// hidden until this runs.
// What happened is said in #slot-status, in the words that the page gives it.
(function () {
  "use strict";
  var status = document.getElementById("slot-status");
  var silence;
  var buttons = document.querySelectorAll("button[data-copy]");

  function say(words) {
    clearTimeout(silence);
    status.textContent = "";
    // A reader of the screen hears the same words again only if they are new.
    setTimeout(function () { status.textContent = words; }, 50);
    silence = setTimeout(function () { status.textContent = ""; }, 8000);
  }

  function select(node) {
    var range = document.createRange();
    var selection = getSelection();
    range.selectNodeContents(node);
    selection.removeAllRanges();
    selection.addRange(range);
    return selection;
  }

  // Pages from a folder or over plain http have no clipboard of their own.
  function copySelection(node) {
    var selection = select(node);
    var isCopied = false;
    try {
      isCopied = document.execCommand("copy");
    } catch (error) {
      isCopied = false;
    }
    if (isCopied) selection.removeAllRanges();
    say(isCopied ? status.dataset.copied : status.dataset.selected);
  }

  function copy(node) {
    var text = node.textContent.replace(/[ \t\r\n]+/g, " ").trim();
    if (!navigator.clipboard || !navigator.clipboard.writeText) {
      copySelection(node);
      return;
    }
    navigator.clipboard.writeText(text).then(
      function () { say(status.dataset.copied); },
      function () { copySelection(node); }
    );
  }

  // The list of a long page's parts lies over the page on a narrow screen: it
  // closes behind whoever leaves it.
  document.querySelectorAll("details.toc-jump").forEach(function (list) {
    list.addEventListener("click", function (event) {
      if (event.target.closest("a")) list.open = false;
    });
    list.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !list.open) return;
      list.open = false;
      list.querySelector("summary").focus();
    });
  });

  buttons.forEach(function (button) {
    var node = document.getElementById(button.dataset.copy);
    if (!node || !status) return;
    button.hidden = false;
    button.addEventListener("click", function () { copy(node); });
  });
})();
