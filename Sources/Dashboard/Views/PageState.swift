/// Where one is in a page of lines that scrolls.
struct PageState: ViewState {
  /// The first line shown.
  var offset = 0
}
