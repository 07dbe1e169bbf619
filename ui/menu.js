// On a phone the menu covers the page, and Streamlit leaves it open after a choice.
// The block keeps its names to itself: this runs once more at each change of page.
{
  const menu = document.querySelector('[data-testid="stSidebar"]');
  if (menu && !menu.dataset.closing) {
    menu.dataset.closing = "after a choice";
    menu.addEventListener("click", (event) => {
      const shut = '[data-testid="stSidebarCollapseButton"] button';
      if (window.innerWidth < 768 && event.target.closest("a"))
        menu.querySelector(shut)?.click();
    });
  }
}
