import Drawing

extension Lesson {
  /// Texts with one beginning, which they keep once.
  public static let pages = Lesson(
    "pages",
    title: "Pages: one beginning, many texts",
    purpose: "several texts that continue one prompt, in lists and in shared pages",
    minutes: 6,
    abilities: [
      "find a position in a store of pages",
      "say which pages several texts share, and when one is copied",
      "compute the memory of several texts in lists and in pages",
    ],
    parts: { _ in
      let paging = Once(Paging.init)
      return [
        part { Part(opening) },
        paging.part { $0.story },
        paging.part { $0.memoryPart },
      ]
    }
  )

  private static var opening: [Block] {
    let page = Paging.pageSize
    return [
      .paragraph(
        "A model is to write several texts that begin with the same *prompt*. The keys and values of the prompt are the same for all of them. If each text "
          + "has a list of its own, they are stored as often as there are texts."
      ),
      .paragraph(
        "In a *paged* store memory is divided into pages with room for a few positions each, here \(page). A text has a table with the numbers of its pages, in order. "
          + "Several texts may have the same page in their tables. A page counts how many texts hold it."
      ),
      .formula([
        "position p  →  page table[p / \(page), rounded down],  place p mod \(page)",
        "position 9  →  page table[\(9 / page)],  place \(9 % page)",
      ]),
      .question(
        Question(
          "A prompt of \(Paging.beginning) positions is on 3 pages of \(page); the third is half full. \(Paging.textCount) texts continue it, and each writes "
            + "\(Paging.added) positions. How many pages are used then, in all?",
          number: 6,
          tolerance: 0,
          reason:
            "The two full pages are shared by all. The third cannot be, because each text writes something else into it: each needs its own. 2 + 4 = 6."
        )
      ),
    ]
  }
}

extension Paging {
  /// What happens to the pages.
  fileprivate var story: Lesson.Part {
    var table = Table(
      columns: [.init("what happens")] + ["pages", "shared", "positions"].map(Table.Column.right)
    )
    for moment in moments {
      table.append([moment.event, "\(moment.pages)", "\(moment.shared)", "\(moment.positions)"])
    }
    let list = Self.textCount * (Self.beginning + Self.added)
    let written = moments[moments.count - 2]
    return Lesson.Part(
      [
        .table(
          table,
          caption:
            "Pages that are used, pages that several texts hold, and positions that are stored. The prompt has \(Self.beginning) positions."
        ),
        .paragraph(
          "While the prompt is read, its own table is the only one, so no page is shared. Then four texts begin with a copy of this table, and it is given up: each page is held by four. "
            + "Going on from the prompt costs almost nothing: each text copies the table, not the pages. A text that writes into a page that others hold gets a copy of it first. This is called "
            + "*copy on write*. The last text finds that nobody else holds the third page any more, and writes into it without a copy."
        ),
        .paragraph(
          "With \(written.pages) pages there is room for \(written.pages * Self.pageSize) positions. Four lists would hold \(list). When a text ends, the pages that it "
            + "held alone are free and can be given to another text."
        ),
        .notion(
          "If texts share a page, one text's words can get into another's.",
          butRight:
            "No text writes into a page that another one holds. What each text reads is what it would read from a list of its own."
        ),
        .question(
          Question(
            "Now the prompt has \(Self.longBeginning) positions and each text adds \(Self.longAdded). What do 16 texts take in pages, compared with 16 lists?",
            ["a little more than a fifth", "a sixteenth", "about a half", "the same"],
            right: 0,
            reason:
              "The prompt is stored once: 100 + 16·20 = 420 positions, and 16·120 = 1,920 in lists. 420/1,920 is 0.219. What the texts add is stored for each, so it does not become a sixteenth."
          )
        ),
      ],
      numbers: [
        NamedNumbers(
          "pages_shared_positions",
          moments.map { [Double($0.pages), Double($0.shared), Double($0.positions)] }
        )
      ]
    )
  }

  /// What texts with a long beginning take.
  fileprivate var memoryPart: Lesson.Part {
    var table = Table(columns: ["texts", "lists", "pages", "ratio"].map(Table.Column.right))
    for memory in memory {
      table.append([
        "\(memory.textCount)", NumberFormat.bytes(memory.lists), NumberFormat.bytes(memory.pages),
        shown(Double(memory.pages) / Double(memory.lists), 3),
      ])
    }
    return Lesson.Part(
      [
        .table(
          table,
          caption:
            "Memory for a prompt of \(Self.longBeginning) positions and \(Self.longAdded) more in each text; \(bytesPerPosition) bytes a position: microgpt's key and value of 16 numbers each, at 8 bytes a number"
        ),
        .paragraph(
          "One text alone saves nothing. The more texts there are, the nearer the ratio comes to \(Self.longAdded)/\(Self.longBeginning + Self.longAdded) = "
            + "\(shown(Double(Self.longAdded) / Double(Self.longBeginning + Self.longAdded), 3)), the share of a text that is its own. "
            + "The last page of a text is seldom full, and takes its room all the same. Small pages waste less of it, but there are more of them to look up."
        ),
        .exercise(
          "Let a model write twenty texts with one beginning, and see what a list and pages would take.",
          commands: [
            "microgpt train data/names.txt --output runs/pages",
            "microgpt sample runs/pages --prompt anna --count 20 --statistics",
          ]
        ),
      ],
      numbers: [
        NamedNumbers(
          "texts_bytes_in_lists_and_pages",
          memory.map { [Double($0.textCount), Double($0.lists), Double($0.pages)] }
        )
      ]
    )
  }
}
