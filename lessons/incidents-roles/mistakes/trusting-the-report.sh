aws ecs update-service --cluster lab --service exporter --force-new-deployment
