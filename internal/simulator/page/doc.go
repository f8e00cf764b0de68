// SPDX-License-Identifier: MPL-2.0

// Package page is the page of the simulator at /_simulator/. It shows the
// organization as it is now, whatever the searches show, and the requests as they
// come. Its buttons do what a person does in the console of Atlassian, behind
// Terraform's back.
//
// Everything works without script: a form is posted, and the answer leads back to
// the page, which says what was done or why it was refused. The script only reads
// the page again and changes what is different, so that focus, scroll position
// and typed text stay. Nothing comes from elsewhere.
//
// What the page shows is bounded, however large the organization is.
package page
