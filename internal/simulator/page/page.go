// SPDX-License-Identifier: MPL-2.0

package page

import (
	"bytes"
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"path"
	"strconv"

	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/wire"
	"github.com/orgsec/terraform-provider-atlassian/internal/simulator/world"
)

// Path is the path of the page.
const Path = "/_simulator/"

// Paths that people and browsers ask for as well.
const (
	pathWithoutSlash = "/_simulator"
	pathOfIcon       = "/favicon.ico"
	// Developer tools ask for it when they open, and expect that it may be missing.
	pathOfWorkspace = "/.well-known/appspecific/com.chrome.devtools.json"
)

// Serves reports whether the page has a path that is not below [Path].
func Serves(requested string) bool {
	return requested == pathWithoutSlash || requested == pathOfIcon || requested == pathOfWorkspace
}

// maxForm is more than any form of the page needs.
const maxForm = 64 << 10

var (
	//go:embed static
	static embed.FS
	//go:embed templates
	texts     embed.FS
	templates = template.Must(template.New("").Funcs(functions).ParseFS(texts, "templates/*.html"))
)

// page is the page of one organization and the server in front of it.
type page struct {
	world  *world.World
	server *wire.Server
	notes  notes
}

// New makes the page. What it does not serve itself goes to the control surface.
func New(w *world.World, s *wire.Server, surface http.Handler) http.Handler {
	p := &page{world: w, server: s}

	var routes wire.Router

	routes.Add(http.MethodGet, Path, p.show)
	routes.Add(http.MethodGet, pathWithoutSlash, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, Path, http.StatusSeeOther) })
	routes.Add(http.MethodGet, pathOfIcon, file("icon.svg"))
	routes.Add(http.MethodGet, pathOfWorkspace, http.NotFound)
	routes.Add(http.MethodPost, Path+"do/{deed}", p.do)

	for _, name := range []string{"page.css", "page.js", "icon.svg"} {
		routes.Add(http.MethodGet, Path+name, file(name))
	}

	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if serve := routes.Find(r); serve != nil {
			protect(w.Header())
			serve(w, r)

			return
		}

		surface.ServeHTTP(w, r)
	})
}

// protect keeps the page to itself: no script in its text, nothing from
// elsewhere, and no frame around it.
func protect(header http.Header) {
	header.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "+
		"form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("X-Frame-Options", "DENY")
	header.Set("Cross-Origin-Opener-Policy", "same-origin")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	// With no-referrer, browsers hide the origin of forms, too.
	header.Set("Referrer-Policy", "same-origin")
	header.Set("Cache-Control", "no-store")
}

// types are those of the files. On some machines, what the system says of an
// ending is wrong, and browsers take no script of another type.
var types = map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}

// file serves a file that the page needs.
func file(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		content, err := static.ReadFile("static/" + name)
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)

			return
		}

		w.Header().Set("Content-Type", types[path.Ext(name)])
		// The browser may be gone. Then nobody reads the error.
		_, _ = w.Write(content)
	}
}

// show shows the page.
func (p *page) show(w http.ResponseWriter, r *http.Request) {
	asked := r.URL.Query()
	note, _ := p.notes.find(asked.Get(askedNote))

	var text bytes.Buffer
	if err := templates.ExecuteTemplate(&text, "page.html", p.view(asked, note)); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)

		return
	}

	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	// The browser may be gone. Then nobody reads the error.
	_, _ = w.Write(text.Bytes())
}

// What can be asked of the page.
const (
	askedPeople = "people" // a part of a name or an address
	askedGroups = "groups"
	askedNote   = "note" // the number of a note
)

// do does what a button says, and leads back to the page, where it was pressed.
func (p *page) do(w http.ResponseWriter, r *http.Request) {
	deed, known := deeds[r.PathValue("deed")]
	if !known {
		http.Error(w, "The page has no button for this.", http.StatusNotFound)

		return
	}

	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "The form cannot be read: "+err.Error(), http.StatusBadRequest)

		return
	}

	text, err := deed(p, r.PostForm)
	if err != nil {
		text = "Not done: " + err.Error() + "."
	}

	at := r.PostForm.Get("at")
	number := p.notes.keep(note{Text: text, Refused: err != nil, At: at})

	back := url.Values{askedNote: {strconv.Itoa(number)}}
	if from, err := url.Parse(r.Referer()); err == nil {
		for _, search := range []string{askedPeople, askedGroups} {
			if sought := from.Query().Get(search); sought != "" {
				back.Set(search, sought)
			}
		}
	}

	to := url.URL{Path: Path, RawQuery: back.Encode(), Fragment: at}
	w.Header().Set("Location", to.String())
	w.WriteHeader(http.StatusSeeOther)
}
