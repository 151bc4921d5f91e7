aws ecs register-task-definition --family api \
    --container-definitions 'name=api,image=public.ecr.aws/docker/library/nginx:1.28,cpu=1280,memory=400'
aws ecs update-service --cluster lab --service api --task-definition api
