// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"context"
	"fmt"
	"path/filepath"
)

// Source is where Atlassian publishes the OpenAPI document of one API.
type Source struct {
	// API is Atlassian's own word for it, and the first part of the name of the file.
	API string
	// URL is the address of the document.
	URL string
}

// Sources are the documents of the APIs for an organization. The reference pages of Atlassian at
// developer.atlassian.com/cloud/admin name these addresses. None was tried from a machine of this project: the addresses, and what
// the documents of Control, API access and DLP contain, are unverified.
func Sources() []Source {
	var sources []Source
	for _, api := range []string{"organization", "user-management", "user-provisioning", "control", "api-access", "dlp"} {
		sources = append(sources, Source{API: api, URL: "https://dac-static.atlassian.com/cloud/admin/" + api + "/swagger.v3.json"})
	}
	return sources
}

// File is the name of the document in a folder.
func (s Source) File() string { return s.API + ".openapi.json" }

// Check reads a document as the tests would, and counts its operations. An error says why the tests could not use it. The answer also
// has the patches that are stale.
func (s Source) Check(ctx context.Context, data []byte) (operations int, stale []string, err error) {
	d, err := parseDocument(ctx, s.File(), data, allPatches())
	if err != nil {
		return 0, nil, fmt.Errorf("the tests cannot use it: %w", err)
	}
	for _, path := range d.doc.Paths.Map() {
		operations += len(path.Operations())
	}
	return operations, d.stale, nil
}

// StalePatches are the patches whose defect the documents of a folder do not have. A document that does not load says so here, too.
func StalePatches(ctx context.Context, folder string) ([]string, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.openapi.*"))
	if err != nil {
		return nil, fmt.Errorf("list the OpenAPI documents of %q: %w", folder, err)
	}
	c, err := load(ctx, files, allPatches())
	if err != nil {
		return []string{err.Error()}, nil //nolint:nilerr // that the documents do not load is what the caller wants to know
	}
	return c.Stale(), nil
}
