aws ecs register-task-definition --family api \
    --container-definitions 'name=api,image=public.ecr.aws/docker/library/nginx:1.28,cpu=64,memory=500'
aws ecs update-service --cluster lab --service api --task-definition api
