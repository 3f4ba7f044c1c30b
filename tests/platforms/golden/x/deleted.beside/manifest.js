window.__THAR_CONFIG = {
  "userInfo": {
    "accountId": "12",
    "userName": "ada",
    "displayName": "Ada"
  },
  "archiveInfo": {
    "sizeBytes": "1",
    "generationDate": "2024-05-01T10:00:00.000Z",
    "isPartialArchive": false,
    "maxPartSizeBytes": "53687091200"
  }
}
